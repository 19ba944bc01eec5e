import { Page } from '../../design/page';

export default function AdminScreen() {
  return <Page title="Admin">{null}</Page>;
}
