import { ContactsTab } from "@/features/contacts/contacts-tab";
import { en, es } from "@/features/contacts/texts";
import { addTexts } from "@/lib/i18n";

addTexts("contacts", { en, es });

export default ContactsTab;
