import { Stack } from '@mantine/core';
import { ApiTokens } from './api-tokens';
import { Appearance } from './appearance';
import { CalendarFeeds } from './calendar-feeds';
import { EmailForm } from './email-form';
import classes from './account.module.css';
import { PasswordForm } from './password-form';
import { ProfileForm } from './profile-form';
import { Sessions } from './sessions';

/** My name, zone and address; how I sign in and where; what acts in my name; how this device looks. */
export function AccountSection() {
  return (
    <Stack gap="lg">
      <div className={classes['columns']}>
        <ProfileForm />
        <Appearance />
        <EmailForm />
        <PasswordForm />
      </div>
      <Sessions />
      <ApiTokens />
      <CalendarFeeds />
    </Stack>
  );
}
