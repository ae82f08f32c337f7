"""Evidence on value, policies, rates and forecasts."""

from lowmark.core.tables.demand_corrections import DEMAND_CORRECTION
from lowmark.core.tables.demand_forecasts import DEMAND_FORECAST
from lowmark.core.tables.evidence import EVIDENCE
from lowmark.core.tables.evidence_verifications import EVIDENCE_VERIFICATION
from lowmark.core.tables.forecast_scores import FORECAST_SCORE
from lowmark.core.tables.plan_terms import PLAN_TERM
from lowmark.core.tables.policies import POLICY
from lowmark.core.tables.policy_documents import POLICY_DOCUMENT
from lowmark.core.tables.rates import RATE
from lowmark.core.tables.standard_costs import STANDARD_COST
from lowmark.store.model import model_of

DemandCorrection = model_of(DEMAND_CORRECTION, __name__)
DemandForecast = model_of(DEMAND_FORECAST, __name__)
Evidence = model_of(EVIDENCE, __name__)
EvidenceVerification = model_of(EVIDENCE_VERIFICATION, __name__)
ForecastScore = model_of(FORECAST_SCORE, __name__)
PlanTerm = model_of(PLAN_TERM, __name__)
Policy = model_of(POLICY, __name__)
PolicyDocument = model_of(POLICY_DOCUMENT, __name__)
Rate = model_of(RATE, __name__)
StandardCost = model_of(STANDARD_COST, __name__)
