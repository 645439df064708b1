#include "models/inference/b.hpp"
