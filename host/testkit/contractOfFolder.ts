import process from "node:process";
import { contractSuite } from "./contract.ts";

/** The contract as a test file of its own, for the folder that the environment names: `promostack plugin test` runs it. */
contractSuite(process.env.PROMOSTACK_PLUGIN ?? process.cwd(), {
  ...(process.env.PROMOSTACK_PREVIOUS && { previous: process.env.PROMOSTACK_PREVIOUS }),
});
