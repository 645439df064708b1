#include "models/schedule/b.hpp"
