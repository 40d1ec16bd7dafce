/**
 * Where the steps of a pipeline stand on paper: blocks run downwards, what runs side by side stands side by side,
 * handlers hang to the right of the step they handle. The spec is structured, so nesting gives the layout, in time
 * linear in the number of steps, and without a general graph layout.
 */

import type { SourceMap, StepMap } from "../generators/source-map.ts";
import { type Node, outline, type Region } from "../runs/outline.ts";

export type Box = {
  readonly step: StepMap;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
/** A frame around the steps of one block, with its name. */
export type Frame = {
  readonly label: string;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
/** A line with right angles. */
export type Edge = {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly kind: "flow" | "catch";
  /** It ends on a box or a frame, not on another line. */
  readonly arrow: boolean;
};
export type Graph = {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly frames: readonly Frame[];
  readonly edges: readonly Edge[];
  /** Where the run ends well; absent when every way through ends in a step of its own. */
  readonly end?: { readonly x: number; readonly y: number };
};

/** Something laid out: `axis` is the x on which flow enters at its top and leaves at its bottom. */
type Part = {
  readonly width: number;
  readonly height: number;
  readonly axis: number;
  readonly ends: boolean;
  readonly draw: (x: number, y: number) => void;
};

const boxHeight = 44;
const down = 26;
const beside = 22;
const pad = 14;
const labelHeight = 20;
const character = 7.9;

/** Positions in pixels; the size of the whole first. */
export function layoutGraph(map: SourceMap): Graph {
  const boxes: Box[] = [];
  const frames: Frame[] = [];
  const edges: Edge[] = [];
  const into = (points: Edge["points"], kind: Edge["kind"] = "flow") => edges.push({ points, kind, arrow: true });
  const join = (points: Edge["points"]) => edges.push({ points, kind: "flow", arrow: false });

  const block = (nodes: readonly Node[]): Part => {
    const parts = nodes.map((one, n) => node(one, n < nodes.length - 1));
    const axis = Math.max(0, ...parts.map((part) => part.axis));
    const right = Math.max(0, ...parts.map((part) => part.width - part.axis));
    const height = parts.reduce((sum, part) => sum + part.height, 0) + down * Math.max(0, parts.length - 1);
    const draw = (x: number, y: number): void => {
      let at = y;
      for (const [n, part] of parts.entries()) {
        part.draw(x + axis - part.axis, at);
        at += part.height;
        if (n < parts.length - 1 && !part.ends)
          into([
            [x + axis, at],
            [x + axis, at + down],
          ]);
        at += down;
      }
    };
    return { width: axis + right, height, axis, ends: parts.at(-1)?.ends ?? false, draw };
  };

  const framed = (region: Region, label: string): Part => {
    const inner = block(region.nodes);
    const width = Math.max(inner.width, label.length * 7) + pad * 2;
    const height = inner.height + labelHeight + pad;
    const axis = Math.max(inner.axis + pad, (width - inner.width) / 2 + inner.axis);
    const draw = (x: number, y: number): void => {
      frames.push({ label, kind: region.kind, x, y, width, height });
      inner.draw(x + axis - inner.axis, y + labelHeight);
      const [from, to] = [y + labelHeight + inner.height, y + height];
      if (!inner.ends)
        join([
          [x + axis, from],
          [x + axis, to],
        ]);
    };
    return { width, height, axis, ends: inner.ends, draw };
  };

  /** The step itself with the blocks it runs below it, side by side. */
  const main = ({ step, regions }: Node, goesOn: boolean): Part => {
    const own = boxWidth(step);
    const columns = regions
      .filter(({ kind }) => kind !== "catch")
      .map((region) => {
        const [only] = region.nodes;
        // A branch that is one step under its own name needs no frame with that name again.
        const itself = only !== undefined && region.nodes.length === 1 && only.step.step === region.name;
        return itself ? node(only, false) : framed(region, labelOf(region, step));
      });
    const across = columns.reduce((sum, column) => sum + column.width, 0) + beside * Math.max(0, columns.length - 1);
    // A single column stands straight below its step.
    const [single] = columns;
    const axis =
      columns.length === 1 && single !== undefined ? Math.max(own / 2, single.axis) : Math.max(own, across) / 2;
    const first = columns.length === 1 && single !== undefined ? axis - single.axis : Math.max(0, (own - across) / 2);
    const end = isEnd(step) || (columns.length > 0 && columns.every(({ ends }) => ends));
    const past = step.kind === "choice" && (hasEmptyWay(regions) || (end && goesOn));
    const width = Math.max(axis + own / 2, first + across + (past ? beside : 0));
    const tallest = Math.max(0, ...columns.map((column) => column.height));
    const height = boxHeight + (columns.length > 0 ? down + tallest + down / 2 : 0);
    const draw = (x: number, y: number): void => {
      boxes.push({ step, x: x + axis - own / 2, y, width: own, height: boxHeight });
      let at = x + first;
      const [from, bottom] = [y + boxHeight, y + height];
      for (const column of columns) {
        const centre = at + column.axis;
        into([
          [x + axis, from],
          [x + axis, from + down / 2],
          [centre, from + down / 2],
          [centre, from + down],
        ]);
        column.draw(at, from + down);
        if (!column.ends)
          join([
            [centre, from + down + column.height],
            [centre, bottom],
            [x + axis, bottom],
          ]);
        at += column.width + beside;
      }
      const side = x + width;
      const turn = from + down / 2;
      if (past)
        join([
          [x + axis, turn],
          [side, turn],
          [side, bottom],
          [x + axis, bottom],
        ]);
    };
    return { width, height, axis, ends: end && !past, draw };
  };

  const node = (one: Node, goesOn: boolean): Part => {
    const self = main(one, goesOn);
    const handlers = one.regions.filter(({ kind }) => kind === "catch").map((region) => framed(region, "caught"));
    if (handlers.length === 0) return self;
    const across = handlers.reduce((sum, part) => sum + beside + part.width, 0);
    const top = boxHeight / 2 + down;
    const height = Math.max(self.height, top + Math.max(...handlers.map((part) => part.height)) + down / 2);
    const draw = (x: number, y: number): void => {
      self.draw(x, y);
      const axis = x + self.axis;
      if (!self.ends && height > self.height)
        join([
          [axis, y + self.height],
          [axis, y + height],
        ]);
      let at = x + self.width + beside;
      for (const part of handlers) {
        const centre = at + part.axis;
        into(
          [
            [axis + boxWidth(one.step) / 2, y + boxHeight / 2],
            [centre, y + boxHeight / 2],
            [centre, y + top],
          ],
          "catch",
        );
        part.draw(at, y + top);
        if (!part.ends)
          join([
            [centre, y + top + part.height],
            [centre, y + height],
            [axis, y + height],
          ]);
        at += part.width + beside;
      }
    };
    return {
      width: self.width + across,
      height,
      axis: self.axis,
      ends: self.ends && handlers.every(({ ends }) => ends),
      draw,
    };
  };

  const whole = block(outline(map.steps));
  whole.draw(pad, pad);
  const bottom = pad + whole.height;
  const end = whole.ends ? undefined : { x: pad + whole.axis, y: bottom + down };
  if (end !== undefined)
    into([
      [end.x, bottom],
      [end.x, end.y - 6],
    ]);
  const height = (end === undefined ? bottom : end.y + 6) + pad;
  return { width: whole.width + pad * 2, height, boxes, frames, edges, ...(end && { end }) };
}

const boxWidth = (step: StepMap): number => Math.max(136, step.step.length * character + 48);

const isEnd = (step: StepMap): boolean => step.kind === "succeed" || step.kind === "fail";

/** Ways without steps are not in the source map: a number left out, or a flow that goes on past ways that all end. */
const hasEmptyWay = (regions: readonly Region[]): boolean =>
  regions.filter(({ kind }) => kind === "choice").some(({ name }, at) => Number(name) !== at);

function labelOf(region: Region, owner: StepMap): string {
  if (region.kind === "map") return "for each item";
  if (region.kind !== "choice") return region.name;
  const first = region.nodes[0]?.step.path[owner.path.length + 2];
  return first === "default" ? "otherwise" : `when ${Number(region.name) + 1}`;
}
