/** The contract suite and the kernel's own tests stand on the same kernel. */
export * from "../../host/testkit/kernel.ts";
