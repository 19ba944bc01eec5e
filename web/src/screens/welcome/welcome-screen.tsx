import { Page } from '../../design/page';

export default function WelcomeScreen() {
  return <Page title="Welcome">{null}</Page>;
}
