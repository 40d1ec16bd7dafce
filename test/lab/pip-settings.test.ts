import { describe, expect, it } from "vitest";
import { translate } from "../../lab/pip-settings.ts";

describe("translate", () => {
  it("says pip's settings in uv's words", () => {
    const listing = [
      "global.index-url='https://mirror.example/simple'",
      "global.extra-index-url='https://one.example/simple https://two.example/simple'",
      "global.cert='/etc/certificates.pem'",
      "global.trusted-host='mirror.example'",
      ":env:.find-links='/wheels'",
    ].join("\n");
    expect(translate(listing)).toEqual({
      UV_DEFAULT_INDEX: "https://mirror.example/simple",
      UV_INDEX: "https://one.example/simple https://two.example/simple",
      UV_INDEX_STRATEGY: "unsafe-best-match",
      SSL_CERT_FILE: "/etc/certificates.pem",
      UV_INSECURE_HOST: "mirror.example",
      UV_FIND_LINKS: "/wheels",
    });
  });

  it("lets the environment win over the files", () => {
    const listing = ":env:.index-url='https://environment.example'\nglobal.index-url='https://file.example'";
    expect(translate(listing)).toEqual({ UV_DEFAULT_INDEX: "https://environment.example" });
    expect(translate(listing.split("\n").reverse().join("\n"))).toEqual({
      UV_DEFAULT_INDEX: "https://environment.example",
    });
  });

  it("says nothing when pip has no settings", () => {
    expect(translate("")).toEqual({});
    expect(translate("global.timeout='180'")).toEqual({});
  });
});
