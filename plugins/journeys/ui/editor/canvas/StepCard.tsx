import { Tooltip } from "@mantine/core";
import { TelegramText } from "@promostack/web/kit";
import { IconAlertCircle, IconAlertTriangle, IconMessage2, IconPaperclip } from "@tabler/icons-react";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { exitsOf } from "../../../graph/exits.ts";
import type { Step } from "../../../graph/step.ts";
import { useEditor } from "../editor.ts";
import { excerptOf } from "../model/excerpt.ts";
import { lookOf, titleOf } from "../model/kinds.ts";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";
import type { StepNode } from "./nodes.ts";

/** A step on the canvas: what it is, what it says, and a point for each way out of it. */
export const StepCard = memo(function StepCard({ data: { step }, selected }: NodeProps<StepNode>) {
  const { problems, people, funnel, tested } = useEditor();
  const count = funnel.get(step.id);
  const own = problems?.filter((problem) => problem.step === step.id) ?? [];
  const here = people.get(step.id) ?? 0;
  const { Icon, tint } = lookOf(step.kind);
  const state = tested.at === step.id ? "at" : tested.walked.has(step.id) ? "walked" : undefined;
  return (
    <div className={classes.card} data-tint={tint} data-selected={selected || undefined} data-test={state}>
      <Handle type="target" position={Position.Left} className={classes.in} />
      <div className={classes.head}>
        <span className={classes.icon}>
          <Icon size={15} stroke={1.8} aria-hidden />
        </span>
        <span className={classes.title}>{titleOf(step)}</span>
        {step.comment === undefined || step.comment === "" ? null : (
          <Tooltip label={step.comment} maw={260}>
            <IconMessage2 size={15} className={classes.mark} aria-label={W.card.comment} />
          </Tooltip>
        )}
        {own.length === 0 ? null : <ProblemMark problems={own} />}
        {here === 0 ? null : (
          <Tooltip label={W.card.hereMeaning}>
            <span className={classes.here}>{W.card.here(here)}</span>
          </Tooltip>
        )}
      </div>
      {count === undefined ? null : (
        <Tooltip label={W.card.reachedMeaning(count.ended)}>
          <div className={classes.reached}>
            <span style={{ width: `${Math.round(count.share * 100)}%` }} aria-hidden />
            {W.card.reached(count.walks, count.share)}
          </div>
        </Tooltip>
      )}
      <Excerpt step={step} />
      <ul className={classes.exits}>
        {exitsOf(step).map(({ key, title }) => (
          <li
            key={key}
            className={classes.exit}
            data-kind={key.split(":", 1)[0]}
            data-open={step.exits[key] === undefined || undefined}
          >
            <span className={classes.exitTitle}>
              {title === "" ? "…" : title}
              {step.kind === "split" ? <Share step={step} exit={key} /> : null}
            </span>
            <Handle type="source" position={Position.Right} id={key} className={classes.out} />
          </li>
        ))}
      </ul>
    </div>
  );
});

function ProblemMark({ problems }: { problems: readonly { severity: string; message: string }[] }) {
  const grave = problems.some(({ severity }) => severity === "error");
  const Icon = grave ? IconAlertCircle : IconAlertTriangle;
  return (
    <Tooltip label={problems.map(({ message }) => message).join(" ")} maw={280}>
      <Icon
        size={16}
        className={grave ? classes.error : classes.warning}
        aria-label={W.card.problems(problems.length)}
      />
    </Tooltip>
  );
}

function Excerpt({ step }: { step: Step }) {
  const text = excerptOf(step);
  const media = step.kind === "message" || step.kind === "question" ? step.content.media : undefined;
  const links =
    step.kind === "message" || step.kind === "question"
      ? step.content.buttons.filter(({ does }) => does !== "next")
      : [];
  return (
    <div className={classes.body}>
      {media === undefined ? null : (
        <div className={classes.media}>
          <IconPaperclip size={13} aria-hidden /> {W.media[media.kind]}
        </div>
      )}
      {text.trim() === "" ? (
        media === undefined && <div className={classes.empty}>{W.card.empty}</div>
      ) : (
        <div className={classes.text}>{said(step) ? <TelegramText html={text} /> : text}</div>
      )}
      {links.map((button) => (
        <div key={button.id} className={classes.button}>
          {button.text || "…"}
        </div>
      ))}
    </div>
  );
}

function said({ kind }: Step): boolean {
  return kind === "message" || kind === "question";
}

function Share({ step, exit }: { step: Extract<Step, { kind: "split" }>; exit: string }) {
  const all = step.variants.reduce((sum, { weight }) => sum + weight, 0);
  const weight = step.variants.find(({ id }) => exit === `variant:${id}`)?.weight ?? 0;
  return (
    <span className={classes.share}>{W.card.chance(all === 0 ? 0 : Math.round((100 * weight) / all))}</span>
  );
}
