-- What stands in a private chat in place of the person's own keyboard: the newest ReplyKeyboardMarkup of the bot.
alter table chat add column keyboard jsonb;
