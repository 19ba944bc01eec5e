import { Page } from '../../design/page';

export default function ServicesScreen() {
  return <Page title="Services">{null}</Page>;
}
