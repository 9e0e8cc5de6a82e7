// Draws and stores the golden pictures, all or those whose names contain the given words: `npx tsx redraw.ts thai rotation`. Look at each
// that changed before it is committed.
import { createRenderer } from "../../../render/renderer.ts";
import { CASES } from "./cases.ts";
import { drawCase, store } from "./golden.ts";

const wanted = process.argv.slice(2);
const renderer = createRenderer();
for (const each of CASES) {
  if (wanted.length > 0 && !wanted.some((word) => each.name.includes(word))) continue;
  await store(each.name, await drawCase(renderer, each));
  console.log(each.name);
}
await renderer.close();
