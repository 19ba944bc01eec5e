import { Page } from '../../design/page';

export default function SchedulesScreen() {
  return <Page title="Schedules">{null}</Page>;
}
