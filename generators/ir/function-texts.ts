/** What `functions` may refer to in its texts: resources, which are bound at upload. Nothing else is known there. */
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { Frame } from "./frame.ts";
import type { Path, Resource } from "./types.ts";

/** Checks every `${…}` in the environments and permissions of functions. */
export function checkFunctionTexts(frame: Frame, resources: readonly Resource[]): void {
  for (const [name, spec] of Object.entries(frame.document.spec.functions ?? {})) {
    const path = ["functions", name];
    for (const [key, text] of Object.entries(spec?.environment ?? {}))
      checkText(frame, { text, path: [...path, "environment", key], resources });
    for (const [index, { resource }] of (spec?.permissions ?? []).entries()) {
      const at = [...path, "permissions", index, "resource"];
      if (!Array.isArray(resource)) checkText(frame, { text: resource, path: at, resources });
      else
        resource.forEach((text, position) => {
          checkText(frame, { text, path: [...at, position], resources });
        });
    }
  }
}

function checkText(frame: Frame, options: { text: string; path: Path; resources: readonly Resource[] }): void {
  const { text, path, resources } = options;
  const refuse = (message: string, fix?: string) =>
    frame.diagnostics.add("unknown-resource", frame.document.range(path), message, fix);
  for (const [whole, inside = ""] of text.matchAll(/\$\{([^}]*)\}?/g)) {
    // IAM: policy variables such as ${aws:username} are IAM's own.
    if (/^[a-z0-9]+:/i.test(inside) && path[2] === "permissions") continue;
    const [, id = "", attribute = ""] = /^\s*resources\.(\w+)\.(\w+)\s*$/.exec(inside) ?? [];
    if (id === "") {
      refuse(
        `\`${whole}\` has no value when the function is created.`,
        "Use ${resources.<id>.name} or ${resources.<id>.arn} here, and pass what a run knows in the `payload` of the step.",
      );
    } else if (!resources.some((resource) => resource.id === id)) {
      const known = resources.map((resource) => resource.id);
      refuse(`There is no resource called \`${id}\`.`, didYouMean(id, known));
    } else if (attribute !== "name" && attribute !== "arn") {
      refuse(`A bucket has no \`${attribute}\`.`, `Write \${resources.${id}.name} or \${resources.${id}.arn}.`);
    }
  }
}
