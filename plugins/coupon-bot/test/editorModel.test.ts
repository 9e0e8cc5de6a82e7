import { expect } from "chai";
import { changed, redone, stepsFrom, undone } from "../../../web/kit/draft/steps.ts";
import type { Layer, ShapeLayer, TextLayer } from "../template/layer.ts";
import type { Template } from "../template/template.ts";
import { templateProblems } from "../template/validate.ts";
import { align, boundsIn, distribute, moveBy } from "../ui/editor/model/arranging.ts";
import { asText, layersFrom } from "../ui/editor/model/copying.ts";
import { dragged, layerAt, layersIn } from "../ui/editor/model/dragging.ts";
import { boundsOf, isWithin, middleOf, turned } from "../ui/editor/model/geometry.ts";

import { newIds } from "../ui/editor/model/ids.ts";
import { addLayers, copiesOf, putAt, removeLayers, reorder } from "../ui/editor/model/layers.ts";
import { asElsewhere, boxOf, isOwnIn, placeOf, putIn, setIn, type View } from "../ui/editor/model/placing.ts";
import { normal, resized, rotationTowards, scaledWithin } from "../ui/editor/model/resizing.ts";
import { snapped } from "../ui/editor/model/snapping.ts";

const SQUARE = { width: 1080, height: 1080 };
const EVERYWHERE: View = { size: "square", only: false };
const STORY_ONLY: View = { size: "story", only: true };

const box = (id: string, x: number, y: number, width = 10, height = 10): ShapeLayer => ({
  id,
  kind: "shape",
  shape: "rectangle",
  x,
  y,
  width,
  height,
  fill: "#ff0000",
});

const words: TextLayer = {
  id: "words",
  kind: "text",
  text: "{code}",
  x: 10,
  y: 10,
  width: 80,
  height: 20,
  typeface: { family: "inter" },
  colour: "#000000",
  size: { smallest: 12, largest: 100 },
};

const holding = (...layers: Layer[]): Template => ({
  format: 1,
  sizes: ["square", "story"],
  background: { fill: "#ffffff" },
  layers,
});

const placesIn = (template: Template, size: View["size"] = "square") =>
  template.layers.map((layer) => [placeOf(layer, size).x, placeOf(layer, size).y]);
const ids = ({ layers }: Template) => layers.map(({ id }) => id);

describe("the editor's model", () => {
  describe("places", () => {
    it("moves in every size, and as far where a size has a place of its own", () => {
      const layer = { ...box("a", 10, 10), bySize: { story: { y: 40 } } };
      const moved = moveBy(holding(layer), EVERYWHERE, new Set(["a"]), { x: 5, y: -2 });
      expect(placesIn(moved)).to.deep.equal([[15, 8]]);
      expect(placesIn(moved, "story")).to.deep.equal([[15, 38]]);
    });

    it("writes what is different in one size only where that is asked for, and takes it back", () => {
      const moved = moveBy(holding(box("a", 10, 10)), STORY_ONLY, new Set(["a"]), { x: 0, y: 20 });
      const [layer = box("none", 0, 0)] = moved.layers;
      expect(layer.bySize).to.deep.equal({ story: { y: 30 } });
      expect(isOwnIn(layer, "story")).to.equal(true);
      expect(isOwnIn(layer, "square")).to.equal(false);
      expect(asElsewhere(layer, "story").bySize).to.equal(undefined);
    });

    it("keeps what is round in two sizes round when it grows in one", () => {
      const disc = { ...box("a", 40, 40, 20, 20), bySize: { story: { y: 45, height: 11.25 } } };
      const grown = putIn(disc, EVERYWHERE, { width: 40, height: 40 });
      const story = boxOf(placeOf(grown, "story"), { width: 1080, height: 1920 });
      expect(story.width).to.be.closeTo(story.height, 0.1);
    });

    it("sets type's bounds in one size, or in all of them whatever they had", () => {
      const size = { smallest: 20, largest: 60 };
      const own = setIn(words, STORY_ONLY, { size });
      expect([own.size, own.bySize?.story?.size]).to.deep.equal([words.size, size]);
      const all = setIn(own, EVERYWHERE, { size: { smallest: 8, largest: 30 } });
      expect([all.size.largest, all.bySize]).to.deep.equal([30, undefined]);
    });

    it("never leaves what a template may have", () => {
      const far = putIn(box("a", 0, 0), EVERYWHERE, { x: 9999, width: -3, rotation: 725 });
      expect(templateProblems(holding(far))).to.deep.equal([]);
    });
  });

  describe("geometry", () => {
    it("finds a point in a turned box, and the upright box around it", () => {
      const wide = { x: 0, y: 40, width: 100, height: 20 };
      expect(isWithin({ x: 50, y: 5 }, wide, 0)).to.equal(false);
      expect(isWithin({ x: 50, y: 5 }, wide, 90)).to.equal(true);
      const upright = boundsOf(wide, 90);
      expect(upright.x).to.be.closeTo(40, 1e-9);
      expect(upright.height).to.be.closeTo(100, 1e-9);
    });

    it("resizes from a side, keeps the opposite one where it stands, also in a turned box", () => {
      const start = { x: 100, y: 100, width: 200, height: 100 };
      expect(resized(start, 0, { handle: "w", by: { x: 50, y: 9 } })).to.deep.equal({
        x: 150,
        y: 100,
        width: 150,
        height: 100,
      });
      const turnedBox = resized(start, 90, { handle: "e", by: { x: 0, y: 60 } });
      expect(turnedBox.width).to.be.closeTo(260, 1e-9);
      const left = (of: typeof start) => turned({ x: of.x, y: of.y + of.height / 2 }, middleOf(of), 90);
      expect(left(turnedBox).y).to.be.closeTo(left(start).y, 1e-9);
    });

    it("keeps proportions, grows from the middle, and never turns inside out", () => {
      const start = { x: 0, y: 0, width: 200, height: 100 };
      const corner = resized(start, 0, { handle: "se", by: { x: 100, y: 0 }, ratio: true });
      expect([corner.width, corner.height]).to.deep.equal([300, 150]);
      const middle = resized(start, 0, { handle: "e", by: { x: 50, y: 0 }, fromMiddle: true });
      expect(middle).to.deep.equal({ x: -50, y: 0, width: 300, height: 100 });
      expect(resized(start, 0, { handle: "e", by: { x: -900, y: 0 } }).width).to.be.above(0);
    });

    it("scales several together", () => {
      const [from, to] = [
        { x: 0, y: 0, width: 100, height: 100 },
        { x: 0, y: 0, width: 200, height: 50 },
      ];
      expect(scaledWithin({ x: 50, y: 50, width: 10, height: 10 }, from, to)).to.deep.equal({
        x: 100,
        y: 25,
        width: 20,
        height: 5,
      });
    });

    it("turns towards the hand: in steps where asked for, and sticks to upright", () => {
      const middle = { x: 0, y: 0 };
      expect(rotationTowards({ x: 0, y: -10 }, middle, false)).to.equal(0);
      expect(rotationTowards({ x: 10, y: 0.2 }, middle, false)).to.equal(90);
      expect(rotationTowards({ x: 10, y: -14 }, middle, true)).to.equal(30);
      expect([normal(270), normal(-190)]).to.deep.equal([-90, 170]);
    });
  });

  describe("dragging", () => {
    const two = holding(box("a", 10, 10, 20, 20), { ...box("b", 60, 60, 20, 20), locked: true });
    const grasp = { template: two, view: EVERYWHERE, frame: SQUARE, chosen: new Set(["a"]), reach: 6 };
    const hand = { shift: false, alt: false, free: false };
    const from = { x: 200, y: 200 };

    it("moves with the hand and snaps, moves freely where it is told to, and straight with Shift", () => {
      const move = { ...grasp, from, grip: { do: "move" } as const };
      // Its left edge comes within four pixels of the picture's middle, and its middle as near to the other's left edge.
      const near = { x: 200 + 320, y: 200 + 7 };
      const snap = dragged(move, { ...hand, at: near });
      expect(placesIn(snap.template)[0]).to.deep.equal([40, 10.648]);
      expect(snap.guides.map(({ axis, at }) => [axis, at])).to.deep.equal([
        ["x", 540],
        ["x", 648],
      ]);
      const free = dragged(move, { ...hand, free: true, at: near });
      expect(placesIn(free.template)[0]).to.deep.equal([39.63, 10.648]);
      const straight = dragged(move, { ...hand, shift: true, free: true, at: near });
      expect(placesIn(straight.template)[0]).to.deep.equal([39.63, 10]);
    });

    it("keeps a picture's proportions at its corners, others' only with Shift", () => {
      const photo: Layer = { id: "a", kind: "image", x: 10, y: 10, width: 20, height: 10 };
      const pull = (layer: Layer, shift: boolean) => {
        const grip = { do: "resize", handle: "se" } as const;
        const held = { ...grasp, template: holding(layer), from, grip };
        const [now = layer] = dragged(held, { ...hand, shift, free: true, at: { x: 416, y: 200 } }).template
          .layers;
        return [now.width, now.height];
      };
      expect(pull(photo, false)).to.deep.equal([40, 20]);
      expect(pull(box("a", 10, 10, 20, 10), false)).to.deep.equal([40, 10]);
      expect(pull(box("a", 10, 10, 20, 10), true)).to.deep.equal([40, 20]);
    });

    it("takes the uppermost layer that is seen and not locked", () => {
      const [under, over] = [box("under", 0, 0, 50, 50), box("over", 0, 0, 50, 50)];
      const at = (layers: Layer[]) => layerAt(holding(...layers), EVERYWHERE, SQUARE, from, 0);
      expect(at([under, over])).to.equal("over");
      expect(at([under, { ...over, visible: false }])).to.equal("under");
      expect(
        at([
          { ...under, locked: true },
          { ...over, bySize: { square: { visible: false } } },
        ]),
      ).to.equal(undefined);
      expect(layersIn(two, EVERYWHERE, SQUARE, { x: 0, y: 0, ...SQUARE })).to.deep.equal(["a"]);
    });
  });

  describe("snapping", () => {
    const moving = { x: 443, y: 200, width: 200, height: 100 };

    it("takes the picture's middle, and says where", () => {
      const { dx, dy, guides } = snapped(moving, [], SQUARE, 6);
      expect([dx, dy]).to.deep.equal([-3, 0]);
      expect(guides).to.deep.equal([{ axis: "x", at: 540, from: 0, to: 1080 }]);
    });

    it("takes another layer's edge before the picture's middle where that is nearer, and nothing that is far", () => {
      const other = { x: 442, y: 600, width: 50, height: 50 };
      expect(snapped(moving, [other], SQUARE, 6).dx).to.equal(-1);
      expect(snapped({ ...moving, x: 300 }, [], SQUARE, 6)).to.deep.equal({ dx: 0, dy: 0, guides: [] });
    });

    it("moves only the line that is drawn", () => {
      const lines = { x: ["end"], y: [] } as const;
      const wide = { x: 10, y: 537, width: 1067, height: 8 };
      expect(snapped(wide, [], SQUARE, 6, lines)).to.deep.include({ dx: 3, dy: 0 });
    });
  });

  describe("arranging", () => {
    it("aligns one with the picture and several among themselves", () => {
      const one = align(holding(box("a", 3, 3)), EVERYWHERE, SQUARE, new Set(["a"]), "center");
      expect(placesIn(one)).to.deep.equal([[45, 3]]);
      const two = holding(box("a", 5, 5), box("b", 30, 60));
      const right = align(two, EVERYWHERE, SQUARE, new Set(["a", "b"]), "right");
      expect(placesIn(right)).to.deep.equal([
        [30, 5],
        [30, 60],
      ]);
    });

    it("makes the room between three equal, whatever their order", () => {
      const three = holding(box("c", 80, 0), box("a", 0, 0), box("b", 15, 0));
      const even = distribute(three, EVERYWHERE, SQUARE, new Set(["a", "b", "c"]), "x");
      expect(placesIn(even).map(([x]) => x)).to.deep.equal([80, 0, 40]);
    });

    it("leaves layers that are not chosen the same objects", () => {
      const two = holding(box("a", 0, 0), box("b", 5, 5));
      const moved = moveBy(two, EVERYWHERE, new Set(["a"]), { x: 1, y: 0 });
      expect(moved.layers[1]).to.equal(two.layers[1]);
      expect(boundsIn(moved, EVERYWHERE, SQUARE, new Set(["b"])).get("b")?.x).to.be.closeTo(54, 1e-9);
    });
  });

  describe("the order of layers", () => {
    const four = holding(box("a", 0, 0), box("b", 0, 0), box("c", 0, 0), box("d", 0, 0));

    it("goes step by step and to the ends, several together", () => {
      const chosen = new Set(["a", "b"]);
      expect(ids(reorder(four, chosen, "forward"))).to.deep.equal(["c", "a", "b", "d"]);
      expect(ids(reorder(four, chosen, "front"))).to.deep.equal(["c", "d", "a", "b"]);
      expect(ids(reorder(four, new Set(["c"]), "backward"))).to.deep.equal(["a", "c", "b", "d"]);
      expect(ids(reorder(four, new Set(["d"]), "back"))).to.deep.equal(["d", "a", "b", "c"]);
      expect(ids(reorder(four, new Set(["a"]), "backward"))).to.deep.equal(["a", "b", "c", "d"]);
      expect(ids(reorder(four, new Set(["d"]), "forward"))).to.deep.equal(["a", "b", "c", "d"]);
      expect(ids(putAt(four, "a", 2))).to.deep.equal(["b", "c", "a", "d"]);
    });

    it("adds above another, copies with new ids a little beside, and removes", () => {
      const [first = words] = four.layers;
      const copies = copiesOf([first], newIds(four), EVERYWHERE);
      const more = addLayers(four, copies, "a");
      expect(ids(more)[1]).to.equal(copies[0]?.id);
      expect(copies[0]).to.deep.include({ x: 2.5, y: 2.5 });
      expect(ids(removeLayers(more, new Set(["a", "b"])))).to.deep.equal([copies[0]?.id, "c", "d"]);
    });

    it("never holds more layers than a template may have", () => {
      const many = holding(...Array.from({ length: 59 }, (_, index) => box(`l${index}`, 0, 0)));
      const more = addLayers(many, [box("x", 0, 0), box("y", 0, 0)]);
      expect(templateProblems(more)).to.deep.equal([]);
    });
  });

  describe("the clipboard", () => {
    it("gives back layers, and takes nothing else for layers", () => {
      expect(layersFrom(asText([words]))).to.deep.equal([words]);
      expect(layersFrom("SAVE20")).to.equal(undefined);
      expect(layersFrom(`{"promostack/coupon-layers@1":[{"id":"a","kind":"script"}]}`)).to.equal(undefined);
    });
  });

  describe("history", () => {
    const [one, two, three] = [holding(), holding(words), holding(words, box("a", 0, 0))];

    it("undoes and redoes, and forgets what was undone once something else is done", () => {
      const both = changed(changed(stepsFrom(one), two, undefined, 0), three, undefined, 1);
      const back = undone(both);
      expect([back.now, redone(back).now]).to.deep.equal([two, three]);
      expect(changed(back, one, undefined, 2).future).to.deep.equal([]);
      expect(undone(undone(undone(both))).now).to.equal(one);
    });

    it("takes letters that follow each other closely as one step", () => {
      const quick = changed(changed(stepsFrom(one), two, "words", 0), three, "words", 300);
      expect(undone(quick).now).to.equal(one);
      const slow = changed(changed(stepsFrom(one), two, "words", 0), three, "words", 5_000);
      expect(undone(slow).now).to.equal(two);
    });
  });
});
