import { Page } from '../../design/page';

export default function IncidentScreen() {
  return <Page title="Incident">{null}</Page>;
}
