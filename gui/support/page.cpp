#include "gui/support/page.hpp" // for moc
