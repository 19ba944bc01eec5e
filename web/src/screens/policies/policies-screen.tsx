import { Page } from '../../design/page';

export default function PoliciesScreen() {
  return <Page title="Policies">{null}</Page>;
}
