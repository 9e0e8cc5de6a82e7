import { ApiError, call, notify, upload, useResource } from "@promostack/web/kit";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { AssetKind, AssetList, ListedAsset } from "../../templates/api.ts";
import { ASSETS } from "../base.ts";

/** A file on its way. */
export interface Upload {
  id: number;
  name: string;
  /** From 0 to 1. */
  done: number;
  cancel(): void;
}

export interface Uploads {
  /** Everything that the tenant has uploaded for templates, the newest first. */
  all: readonly ListedAsset[];
  underWay: readonly Upload[];
  /** Sends a file; undefined where it was refused (which is told) or cancelled. */
  send(kind: AssetKind, file: File): Promise<ListedAsset | undefined>;
  forget(asset: ListedAsset): Promise<void>;
}

let lastId = 0;

/** The tenant's files for templates, and those that are on their way. */
export function useUploads(): Uploads {
  const queries = useQueryClient();
  const list = useResource<AssetList>(ASSETS);
  const [added, setAdded] = useState<readonly ListedAsset[]>([]);
  const [underWay, setUnderWay] = useState<readonly Upload[]>([]);

  const send = useCallback(
    async (kind: AssetKind, file: File) => {
      const id = ++lastId;
      const controller = new AbortController();
      const change = (done: number) =>
        setUnderWay((before) => before.map((each) => (each.id === id ? { ...each, done } : each)));
      setUnderWay((before) => [
        ...before,
        { id, name: file.name, done: 0, cancel: () => controller.abort() },
      ]);
      try {
        const asset = await upload<ListedAsset>(ASSETS, file, {
          query: { kind, name: file.name.slice(-200) || kind },
          progress: change,
          signal: controller.signal,
        });
        setAdded((before) => [asset, ...before]);
        void queries.invalidateQueries({ queryKey: [ASSETS] });
        return asset;
      } catch (error) {
        if (!controller.signal.aborted) tell(error);
        return undefined;
      } finally {
        setUnderWay((before) => before.filter((each) => each.id !== id));
      }
    },
    [queries],
  );

  const forget = useCallback(
    async ({ id }: ListedAsset) => {
      try {
        await call(`${ASSETS}/${id}`, { method: "DELETE" });
        setAdded((before) => before.filter((each) => each.id !== id));
        await queries.invalidateQueries({ queryKey: [ASSETS] });
      } catch (error) {
        tell(error);
      }
    },
    [queries],
  );

  const all = useMemo(() => {
    const known = list.data?.items ?? [];
    const fresh = added.filter(({ id }) => known.every((each) => each.id !== id));
    return [...fresh, ...known];
  }, [list.data, added]);
  return { all, underWay, send, forget };
}

function tell(error: unknown): void {
  if (!(error instanceof Error)) throw error;
  const hint = error instanceof ApiError ? error.hint : undefined;
  void notify({ tone: "bad", title: error.message, message: hint ?? "", stays: 9000 });
}
