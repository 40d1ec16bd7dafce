/** A Lambda deployment package of one Python file. */
import { crc32 } from "node:zlib";

/** ZIP (PKWARE APPNOTE): times are 1980-01-01, so that the same source always gives the same bytes. */
const date = 0x0021;
const version = 20;
const utf8Names = 0x0800;
/** Unix mode in the high half: a regular file that everybody may read, or Lambda cannot import it. */
const attributes = (0o100644 << 16) >>> 0;

/** A ZIP archive that holds one stored (uncompressed) file. */
export function zipOf(name: string, text: string): Buffer {
  const file = Buffer.from(name);
  const data = Buffer.from(text);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(version, 0);
  common.writeUInt16LE(utf8Names, 2);
  common.writeUInt16LE(date, 8);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(file.length, 22);

  const local = Buffer.concat([signature(0x04034b50), common, file, data]);

  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(attributes, 6);
  const madeByUnix = Buffer.from([version, 3]);
  const central = Buffer.concat([signature(0x02014b50), madeByUnix, common, tail, file]);

  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
