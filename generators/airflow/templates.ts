/** The Handlebars templates of the DAG, compiled once, with one private environment (toolchain.md). */
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";

const folder = new URL("../../templates/airflow/", import.meta.url);
const engine = Handlebars.create();
const compiled = new Map<string, HandlebarsTemplateDelegate>();

/**
 * Renders `templates/airflow/<name>.py.hbs`. `data` is plain; values come with their final spelling,
 * so nothing is escaped. Throws on a name that the template reads and `data` lacks.
 */
export function render(name: string, data: Readonly<Record<string, unknown>>): string {
  let template = compiled.get(name);
  if (!template) {
    const text = readFileSync(new URL(`${name}.py.hbs`, folder), "utf8");
    template = engine.compile(text, { noEscape: true, strict: true, preventIndent: true, knownHelpersOnly: true });
    compiled.set(name, template);
  }
  return template(data);
}
