/** An incident as messages about helpers name it. */
export interface HelpedIncident {
  readonly number: number;
  readonly title: string;
  readonly serviceName: string;
}

/** How asking somebody ended: their answer, no answer in time, or nobody there to page. */
export type ResponderNews = 'accepted' | 'declined' | 'expired' | 'unreachable';

const LONGEST_TITLE = 100;

/** For whoever asked. @param whom the one who was asked, or where they were looked for */
export function responderNewsText(news: ResponderNews, whom: string, incident: HelpedIncident): string {
  const where = nameOf(incident);
  switch (news) {
    case 'accepted':
      return `${whom} comes to help with ${where}`;
    case 'declined':
      return `${whom} cannot help with ${where}. Ask somebody else.`;
    case 'expired':
      return `${whom} was asked to help with ${where}, and has not answered for 10 minutes. Ask somebody else.`;
    case 'unreachable':
      return `${whom} could not be paged to help with ${where}. Ask somebody else.`;
  }
}

/** What the one who is asked reads and hears as the reason of the page. */
export function askText(asker: string, message: string | null): string {
  return message === null || message === ''
    ? `${asker} asks for your help.`
    : `${asker} asks for your help: ${message}`;
}

function nameOf({ number, serviceName, title }: HelpedIncident): string {
  const short = title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 3)}...` : title;
  return `#${number} ${serviceName}: ${short}`;
}
