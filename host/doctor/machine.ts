import { access, mkdir, readFile, rm, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { probePort } from "../http/probePort.ts";
import { type Check, type Finding, failed, ok, warning, within } from "./check.ts";

const GIGABYTE = 1024 ** 3;
const WEB = fileURLToPath(new URL("../../web/dist/", import.meta.url));

/** The machine itself: Node, disk, port, the built pages. */
export const machineChecks: Check[] = [
  { name: "Node", look: async () => node() },
  { name: "Data folder", look: ({ config }) => dataFolder(config.dataDir) },
  { name: "Disk space", look: ({ config }) => disk(config.dataDir) },
  { name: "Port", look: ({ config }) => port(config.port) },
  { name: "Web pages", look: webBuild },
];

function node(): Finding {
  const [major = 0] = process.versions.node.split(".").map(Number);
  const detail = `Node ${process.versions.node}`;
  if (major % 2 === 1)
    return warning(`${detail} is a release without long-term support.`, "Use an even version: 20, 22, 24.");
  return ok(`${detail} on ${process.platform} ${process.arch}.`);
}

async function dataFolder(folder: string): Promise<Finding> {
  const probe = path.join(folder, `.doctor-${process.pid}`);
  await mkdir(folder, { recursive: true });
  await writeFile(probe, "probe");
  const read = await readFile(probe, "utf8");
  await rm(probe);
  return read === "probe"
    ? ok(`${folder} can be written and read.`)
    : failed(`${folder} answers something else than was written.`, "Check the disk.");
}

async function disk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / GIGABYTE;
  const detail = `${free.toFixed(1)} GB are free at ${folder}.`;
  if (free < 0.2) return failed(detail, "Make room: the database stops when the disk is full.");
  return free < 1 ? warning(detail, "Make room, or move DATA_DIR to a larger disk.") : ok(detail);
}

async function port(wanted: number): Promise<Finding> {
  if (wanted === 0) return ok("Any free port will be taken.");
  if ((await probePort(wanted)) === undefined) return ok(`Port ${wanted} is free.`);
  const answer = await fetch(`http://127.0.0.1:${wanted}/healthz`, { signal: AbortSignal.timeout(2_000) })
    .then((response) => response.text())
    .catch(() => "");
  if (answer.includes('"checks"')) return ok(`Port ${wanted} is ours: PromoStack runs there.`);
  return failed(`Port ${wanted} is taken by another program.`, "Stop it, or choose another port with PORT.");
}

async function webBuild(): Promise<Finding> {
  const missing: string[] = [];
  for (const page of ["dash.html", "admin.html", "signin.html"])
    await access(path.join(WEB, page)).catch(() => missing.push(page));
  if (missing.length === 0) return ok("The pages are built.");
  return failed(`web/dist lacks ${missing.join(", ")}.`, "Run `npm run build --workspace web`.");
}

/** Whether an address answers at all; what it answers is not of interest. */
export async function reachable(name: string, address: string): Promise<Finding> {
  const began = performance.now();
  try {
    const response = await within(
      5_000,
      address,
      fetch(address, { redirect: "manual", signal: AbortSignal.timeout(5_000) }),
    );
    const milliseconds = Math.round(performance.now() - began);
    if (response.status >= 500)
      return warning(
        `${name} at ${address} answered ${response.status}.`,
        "Try again later; see its status page.",
      );
    return ok(`${name} answered within ${milliseconds} ms (${new URL(address).host}).`);
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return failed(
      `${name} cannot be reached at ${address}: ${cause}.`,
      "Check the network, the proxy and the address.",
    );
  }
}
