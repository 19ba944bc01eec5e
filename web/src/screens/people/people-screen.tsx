import { Page } from '../../design/page';

export default function PeopleScreen() {
  return <Page title="People">{null}</Page>;
}
