import { Page } from "../kit/page/Page.tsx";
import { AuditTable } from "../shell/AuditTable.tsx";
import { words } from "./texts.ts";

export default function Audit() {
  return (
    <Page title={words.audit.title} intro={words.audit.intro} wide>
      <AuditTable path="/api/admin/audit" all />
    </Page>
  );
}
