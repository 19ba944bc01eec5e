import { Page } from '../../design/page';

export default function NewServiceScreen() {
  return <Page title="New service">{null}</Page>;
}
