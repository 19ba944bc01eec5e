import { Page } from '../../design/page';

export default function PhonesScreen() {
  return <Page title="Phones">{null}</Page>;
}
