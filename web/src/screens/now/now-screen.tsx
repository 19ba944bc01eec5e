import { Page } from '../../design/page';
import { texts } from '../../texts/now';

/** Who is on call, what is open, and what needs me. */
export function NowScreen() {
  return <Page title={texts.title}>{null}</Page>;
}
