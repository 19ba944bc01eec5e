import { Page } from '../../design/page';

export default function PersonScreen() {
  return <Page title="Person">{null}</Page>;
}
