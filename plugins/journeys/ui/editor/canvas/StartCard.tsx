import { IconPlayerPlay } from "@tabler/icons-react";
import { Handle, Position } from "@xyflow/react";
import { memo } from "react";
import { useEditor } from "../editor.ts";
import { triggerText } from "../model/triggerText.ts";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";

/** Where people come in: what lets them, and a point that leads to the first step. A click opens triggers and rules. */
export const StartCard = memo(function StartCard() {
  const { journey, show, problems } = useEditor();
  const wrong = problems?.some(({ trigger }) => trigger !== undefined) ?? false;
  return (
    <div className={classes.card} data-tint="gold" data-start>
      <div className={classes.head}>
        <span className={classes.icon}>
          <IconPlayerPlay size={15} stroke={1.8} aria-hidden />
        </span>
        <button type="button" className={`${classes.title} nodrag`} onClick={() => show("journey")}>
          {W.start}
        </button>
        {wrong ? <span className={classes.error}>!</span> : null}
      </div>
      <div className={classes.body}>
        {journey.triggers.length === 0 ? (
          <div className={classes.empty}>{W.startNone}</div>
        ) : (
          journey.triggers.slice(0, 5).map((trigger) => (
            <div key={trigger.id} className={classes.trigger}>
              <span className={classes.triggerKind}>{W.triggers[trigger.kind]}</span>{" "}
              <span className="clip">{triggerText(trigger)}</span>
            </div>
          ))
        )}
      </div>
      <ul className={classes.exits}>
        <li className={classes.exit} data-open={journey.start === "" || undefined}>
          <span className={classes.exitTitle}>{W.startHere}</span>
          <Handle type="source" position={Position.Right} id="start" className={classes.out} />
        </li>
      </ul>
    </div>
  );
});
