import { Page } from '../../design/page';

export default function ScheduleScreen() {
  return <Page title="Schedule">{null}</Page>;
}
