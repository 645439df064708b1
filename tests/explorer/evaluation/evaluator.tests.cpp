#include "explorer/evaluation/evaluator.hpp"
