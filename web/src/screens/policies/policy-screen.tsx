import { Page } from '../../design/page';

export default function PolicyScreen() {
  return <Page title="Policy">{null}</Page>;
}
