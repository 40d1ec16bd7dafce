/** Specs of any size. */

const head = `name: bench
input:
  n: { type: integer, default: 1 }
functions:
  scripted: { source: functions/scripted.py, returns: { n: integer } }
steps:
`;

/** Simple steps in a row, a Lambda call and a pass by turns, each reading the one before. */
export function stepsInARow(count: number): string {
  const steps = Array.from({ length: count }, (_, at) => {
    const before = at === 0 ? "${input.n}" : `\${s${at - 1}.n + 1}`;
    return at % 2 === 0
      ? `  s${at}:\n    lambda: scripted\n    payload: { value: { n: "${before}" } }\n`
      : `  s${at}:\n    pass: { n: "${before}" }\n`;
  });
  return head + steps.join("");
}

/** Choices in a row, each of two ways that meet again, each reading what the one before gave. */
export function diamondsInARow(count: number): string {
  const steps = Array.from({ length: count }, (_, at) => {
    const before = at === 0 ? "input.n" : `d${at - 1} + ${at}`;
    return `  d${at}:
    choice:
      - when: \${${before} > 1}
        steps:
          a${at}: { pass: "\${${before}}" }
      - default:
          steps:
            b${at}: { pass: 0 }
`;
  });
  return head + steps.join("");
}
