mod mail;
mod notices;
mod reminders;
