/** The environment variables of the lab's processes: what a program needs to run, and nothing of the user's set-up. */

const kept = /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TERM|SHELL|SSL_CERT_FILE|SSL_CERT_DIR|LD_LIBRARY_PATH|DYLD_.*)$/;

/** For engines: no AIRFLOW__*, AWS_*, PYTHON* or proxy of the user's shell; `added` comes on top. */
export function engineEnvironment(added: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => kept.test(name));
  // A machine without a locale would make Python read and write ASCII.
  return { ...Object.fromEntries(inherited), PYTHONUTF8: "1", ...added };
}

const installers = /^(UV_.*|PIP_.*|.*_proxy|.*_PROXY|XDG_.*|TMPDIR|NETRC|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)$/;

/** For pip and uv: also how the user reaches a package index. */
export function installerEnvironment(added: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => kept.test(name) || installers.test(name));
  return { ...Object.fromEntries(inherited), PYTHONUTF8: "1", ...added };
}
