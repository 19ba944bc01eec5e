import { Page } from '../../design/page';

export default function NewPolicyScreen() {
  return <Page title="New policy">{null}</Page>;
}
