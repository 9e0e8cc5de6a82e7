#!/usr/bin/env node
// The sources run as they are: tsx compiles them on the way in, wherever the command is called from.
import process from "node:process";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`PromoStack needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

// `promostack … | head` closes the pipe: nobody reads on, and that is no error.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

const { register } = await import("tsx/esm/api");
register();
const { main } = await import("../cli/main.ts");
process.exitCode = await main(process.argv.slice(2));
// Whatever still ticks (a library's timer) must not keep a finished command from ending.
setTimeout(() => process.exit(), 1000).unref();
