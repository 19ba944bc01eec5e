import { Page } from '../../design/page';

export default function ServiceScreen() {
  return <Page title="Service">{null}</Page>;
}
