import { Text } from "@mantine/core";
import { Notice } from "@promostack/web/kit";
import { useEditor } from "../editor.ts";

/** What the check says of one step, above its form. */
export function StepProblems({ step }: { step: string }) {
  const { problems } = useEditor();
  const own = problems?.filter((problem) => problem.step === step) ?? [];
  return own.map(({ severity, message, fix }) => (
    <Notice key={`${message} ${fix ?? ""}`} tone={severity === "error" ? "bad" : "warn"} title={message}>
      {fix === undefined ? null : <Text size="sm">{fix}</Text>}
    </Notice>
  ));
}
