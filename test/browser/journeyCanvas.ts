import type { Locator, Page } from "playwright-core";
import { eventually } from "../kit/waiting.ts";

/** A point of the canvas, in pixels from its top left corner. */
interface Point {
  x: number;
  y: number;
}

/** Hands on the editor's canvas: steps are dragged from the palette, and connected from an exit to a card. */
export class JourneyCanvas {
  readonly #page: Page;
  readonly #canvas: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#canvas = page.getByRole("region", { name: "Canvas" });
  }

  /** Drags a kind of step from the palette onto the canvas; answers the new step's id. */
  async drop(kind: string, targetPosition: Point): Promise<string> {
    const before = await this.#ids();
    await this.#page
      .getByRole("navigation", { name: "Steps to add" })
      .getByRole("button", { name: kind, exact: true })
      .dragTo(this.#canvas.locator(".react-flow__pane"), { targetPosition });
    // The panel may be that of the step before, which is of the same kind.
    const isNew = (id: string) => !before.includes(id);
    const added = await eventually(
      async () => (await this.#ids()).find(isNew),
      `the ${kind} that was dropped`,
    );
    await this.card(added).and(this.#canvas.locator(".selected")).waitFor();
    const panel = this.#page.getByRole("complementary", { name: kind });
    await panel
      .getByRole("group", { name: "Where it goes on" })
      .or(panel.getByLabel("Outcome"))
      .first()
      .waitFor();
    return added;
  }

  card(step: string): Locator {
    return this.#canvas.locator(`.react-flow__node[data-id="${step}"]`);
  }

  /** Opens a step's form. */
  async open(step: string): Promise<void> {
    await this.card(step).locator("[class*=head]").first().click();
  }

  /** Nothing chosen, no panel: the whole canvas can be seen. */
  async close(): Promise<void> {
    await this.#page.getByRole("complementary").getByRole("button", { name: "Close" }).click();
  }

  /** Drags from an exit, by its key, to another step. */
  async connect(from: string, exit: string, to: string): Promise<void> {
    const source = await middle(this.card(from).locator(`[data-handleid="${exit}"]`));
    const target = await middle(this.card(to).locator(".react-flow__handle-left"));
    const { mouse } = this.#page;
    await mouse.move(source.x, source.y);
    await mouse.down();
    await mouse.move((source.x + target.x) / 2, (source.y + target.y) / 2);
    await mouse.move(target.x, target.y);
    await mouse.up();
    await this.#canvas.locator(`.react-flow__edge[data-id="${from}>${exit}"]`).waitFor({ state: "attached" });
  }

  /** Keys of a step's exits, as they stand on its card. */
  async exits(step: string): Promise<string[]> {
    const handles = await this.card(step).locator(".react-flow__handle-right").all();
    return Promise.all(handles.map(async (handle) => (await handle.getAttribute("data-handleid")) ?? ""));
  }

  /** Waits until there are so many steps. */
  async holds(steps: number): Promise<void> {
    const cards = this.#canvas.locator(".react-flow__node-step");
    await cards.nth(steps - 1).waitFor();
    await cards.nth(steps).waitFor({ state: "detached" });
  }

  async zoomOut(times: number): Promise<void> {
    for (let time = 0; time < times; time++)
      await this.#canvas.getByRole("button", { name: "Zoom out" }).click();
  }

  async #ids(): Promise<string[]> {
    const cards = await this.#canvas.locator(".react-flow__node-step").all();
    return Promise.all(cards.map(async (card) => (await card.getAttribute("data-id")) ?? ""));
  }
}

async function middle(of: Locator): Promise<Point> {
  const box = await of.boundingBox();
  if (box === null) throw new Error("There is nothing to drag.");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
