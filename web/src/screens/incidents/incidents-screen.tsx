import { Page } from '../../design/page';

export default function IncidentsScreen() {
  return <Page title="Incidents">{null}</Page>;
}
