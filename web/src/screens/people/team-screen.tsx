import { Page } from '../../design/page';

export default function TeamScreen() {
  return <Page title="Team">{null}</Page>;
}
