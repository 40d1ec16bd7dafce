/** Progress for people: one line each on stderr, with the seconds since the command began. */
export function progressTo(stream: NodeJS.WriteStream): (line: string) => void {
  const began = Date.now();
  let last = "";
  return (line) => {
    if (line === last) return;
    last = line;
    const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6);
    stream.write(`${seconds} s  ${line}\n`);
  };
}
