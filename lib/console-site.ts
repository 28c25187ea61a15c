import { Aws, Duration, Fn, Stack } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { closedBucket } from './bucket.ts';
import { broughtFilePolicy, consolePolicy, madeFilePolicy } from './content-policy.ts';

export interface ConsoleSiteProps {
  /** `https://<id>.execute-api.…` */
  readonly apiEndpoint: string;
  /** The origin of the user pool's domain. */
  readonly signIn: string;
  readonly media: IBucket;
  readonly inbox: IBucket;
}

/** A console that was deployed over can be looked at for so long. */
const replacedDays = 30;

/** Browsers ask for TLS by themselves for so long after a visit. */
const strictTransportAge = Duration.days(365);

/**
 * The prefix of a presigned link is the distribution's own: the bucket signs, and is asked for, the key alone. The host
 * that was signed is the bucket's, which is what an origin is asked under.
 */
const withoutPrefix = `function handler(event) {
  var request = event.request;
  request.uri = request.uri.replace(/^\\/[a-z]+\\//, '/');
  return request;
}
`;

/** Where this origin serves a bucket's presigned links. */
export const filePlaces = { media: '/files/', inbox: '/uploads/' } as const;

/** The console, the API and the files of both buckets under one address. */
export class ConsoleSite extends Construct {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  /** `https://<distribution>/`: what a person types, and what the sign-in comes back to. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ConsoleSiteProps) {
    super(scope, id);
    this.bucket = closedBucket(this, 'Files', { replacedDays });
    const shared = { viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS, compress: true };
    const signed = this.#signedFiles();
    // For answers of the API as well: nothing in them is ever meant to be opened as a page.
    const brought = this.#headers('Brought', broughtFilePolicy);
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'The console, and the API below /api',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        ...shared,
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket),
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        responseHeadersPolicy: this.#headers('Page', this.#pagePolicy(props)),
      },
      additionalBehaviors: {
        '/api/*': {
          ...shared,
          origin: originOf(Fn.select(2, Fn.split('/', props.apiEndpoint))),
          cachePolicy: CachePolicy.CACHING_DISABLED,
          // Not the host: API Gateway knows itself under its own name only.
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          responseHeadersPolicy: brought,
        },
        [`${filePlaces.media}*`]: {
          ...shared,
          ...signed,
          origin: bucketOrigin(props.media),
          responseHeadersPolicy: this.#headers('Made', madeFilePolicy),
        },
        [`${filePlaces.inbox}*`]: {
          ...shared,
          ...signed,
          origin: bucketOrigin(props.inbox),
          responseHeadersPolicy: brought,
        },
      },
    });
    this.url = `https://${this.distribution.distributionDomainName}/`;
  }

  #pagePolicy({ signIn, inbox }: ConsoleSiteProps): string {
    return consolePolicy({ signIn, inbox: `https://${inbox.bucketRegionalDomainName}` });
  }

  /** Links that the API signs, e.g. `/files/<key>?X-Amz-Signature=…`: the bucket refuses any that is not. */
  #signedFiles(): Omit<BehaviorOptions, 'origin'> {
    return {
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      // A link ends within the hour, and each has a signature of its own: a copy at the edge would only outlive it.
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // The query only: an Authorization header beside a signed query is refused by S3, and cookies are none of its business.
      originRequestPolicy: new OriginRequestPolicy(this, 'SignedQuery', {
        originRequestPolicyName: this.#nameOf('SignedQuery'),
        queryStringBehavior: OriginRequestQueryStringBehavior.all(),
      }),
      functionAssociations: [
        {
          eventType: FunctionEventType.VIEWER_REQUEST,
          function: new EdgeFunction(this, 'WithoutPrefix', {
            code: FunctionCode.fromInline(withoutPrefix),
            runtime: FunctionRuntime.JS_2_0,
          }),
        },
      ],
    };
  }

  /** Policies are known by name in the whole account: the same stage may stand in two regions. */
  #nameOf(id: string): string {
    return `${Stack.of(this).stackName}-${id}-${Aws.REGION}`;
  }

  #headers(id: string, contentSecurityPolicy: string): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName: this.#nameOf(id),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: strictTransportAge,
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [{ header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true }],
      },
    });
  }
}

function originOf(domainName: string): HttpOrigin {
  return new HttpOrigin(domainName, { protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY });
}

/** Asked without a signature of CloudFront's own: the link's is the only one that counts. */
function bucketOrigin(bucket: IBucket): HttpOrigin {
  return originOf(bucket.bucketRegionalDomainName);
}
