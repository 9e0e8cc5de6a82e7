import { Page } from "../kit/page/Page.tsx";
import { useMay } from "../kit/page/place.ts";
import { Empty } from "../kit/show/states.tsx";
import { AuditTable } from "../shell/AuditTable.tsx";
import { SettingsTabs } from "./SettingsTabs.tsx";
import { settingsWords as W } from "./texts.ts";

export default function Audit() {
  const may = useMay("admin");
  return (
    <Page title={W.title} wide>
      <SettingsTabs />
      {may ? <AuditTable path="/api/audit" /> : <Empty title={W.onlyAdmins}>{W.onlyAdminsText}</Empty>}
    </Page>
  );
}
