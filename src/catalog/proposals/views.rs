//! What the API shows of proposals.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{OwnProposal, Proposal, Proposer};
use crate::Attribute;
use crate::api_views::{GoodsName, ListedProduct};

/// A proposal as its shop sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposalView {
    product: ListedProduct,
    /// `in_review`, `listed` (accepted) or `rejected`.
    #[schema(example = "in_review")]
    status: String,
    /// Why it was rejected.
    note: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    proposed_at: DateTime<Utc>,
}

/// A proposal as admins see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingView {
    product: ListedProduct,
    barcode: Option<String>,
    /// By code.
    #[schema(value_type = Object)]
    attributes: Value,
    /// `null` when the shop is gone.
    shop: Option<ProposerView>,
    #[schema(value_type = String, format = DateTime)]
    proposed_at: DateTime<Utc>,
}

/// The shop that misses it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposerView {
    id: Option<String>,
    name: GoodsName,
    /// Code of the smallest area that is known.
    area: Option<String>,
}

/// What goods of a category are described by.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AttributeList {
    /// `code`, `names`, `type` (`text`, `number` with `unit`, `min` and `max`, `choice` with `choices`, `flag`) and `required`.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<Attribute>,
}

impl From<OwnProposal> for ProposalView {
    fn from(proposal: OwnProposal) -> Self {
        Self {
            product: proposal.product.into(),
            status: proposal.status,
            note: proposal.note,
            proposed_at: proposal.at,
        }
    }
}

impl From<(Proposal, Option<Proposer>)> for WaitingView {
    fn from((proposal, proposer): (Proposal, Option<Proposer>)) -> Self {
        let id = proposal.shop.map(|shop| shop.to_string());
        Self {
            product: proposal.product.into(),
            barcode: proposal.gtin,
            attributes: proposal.attributes,
            shop: proposer.map(|proposer| ProposerView {
                id,
                name: proposer.names.into(),
                area: proposer.area,
            }),
            proposed_at: proposal.at,
        }
    }
}
