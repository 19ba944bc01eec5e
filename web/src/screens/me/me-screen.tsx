import { Page } from '../../design/page';

export default function MeScreen() {
  return <Page title="My on-call">{null}</Page>;
}
