import { Page } from "../kit/page/Page.tsx";
import { useMay } from "../kit/page/place.ts";
import { AuditTable } from "../shell/AuditTable.tsx";
import { OnlyAdmins } from "./OnlyAdmins.tsx";
import { SettingsTabs } from "./SettingsTabs.tsx";
import { settingsWords as W } from "./texts.ts";

export default function Audit() {
  const may = useMay("admin");
  return (
    <Page title={W.title} wide>
      <SettingsTabs />
      {may ? <AuditTable path="/api/audit" /> : <OnlyAdmins title={W.onlyAdmins} />}
    </Page>
  );
}
