import { Page } from '../../design/page';

export default function NewTeamScreen() {
  return <Page title="New team">{null}</Page>;
}
