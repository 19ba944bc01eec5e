import { Page } from '../../design/page';

export default function NewScheduleScreen() {
  return <Page title="New schedule">{null}</Page>;
}
