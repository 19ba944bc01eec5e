import { Page } from '../../design/page';

export default function EditScheduleScreen() {
  return <Page title="Edit schedule">{null}</Page>;
}
